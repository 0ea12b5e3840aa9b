// The map: country outlines from this server, and one mark for each place. Settlements are dots; what stands for an area is
// a dashed ring, so that a country's centre never looks like a village.
"use strict";

(async () => {
  document.documentElement.classList.add("with-script");
  const box = document.getElementById("map");
  const L = await import(box.dataset.leaflet); // a module of this server
  const places = JSON.parse(box.dataset.places);
  const RINGS = { district: 12, province: 18, region: 20, terrain: 18, water: 18, road: 12, country: 28, continent: 40 }; // pixels

  const map = L.map(box, { attributionControl: false, worldCopyJump: true, minZoom: 1, maxZoom: 9 });
  fetch(box.dataset.outlines).then((answer) => answer.json()).then((outlines) => {
    L.geoJSON(outlines, { style: { color: "#8795a1", weight: 1, fillColor: "#eef2f5", fillOpacity: 1 }, interactive: false }).addTo(map).bringToBack();
  });

  for (const place of places) {
    const radius = RINGS[place.precision];
    const size = 4 + 3 * Math.log10(place.claims);
    const mark = L.circleMarker([place.latitude, place.longitude], radius
      ? { radius: radius + size / 2, color: "#7a4b00", weight: 2, dashArray: "4 4", fillOpacity: 0.06 }
      : { radius: size, color: "#0f5c4b", weight: 1.5, fillOpacity: 0.65 });
    mark.bindPopup(popup(place));
    mark.bindTooltip(document.createTextNode(`${place.name}: ${place.claims}`).textContent);
    mark.addTo(map);
  }
  const bounds = L.latLngBounds(places.map((place) => [place.latitude, place.longitude]));
  map.fitBounds(bounds.pad(0.2), { maxZoom: 6 });

  // Built from text nodes: a place's name is never read as HTML.
  function popup(place) {
    const body = document.createElement("div");
    const name = document.createElement("strong");
    name.textContent = place.country ? `${place.name}, ${place.country}` : place.name;
    const words = document.createElement("p");
    words.textContent = `${place.claims} claim${place.claims === 1 ? "" : "s"} · ${place.precision}`;
    const link = document.createElement("a");
    const address = new URL(box.dataset.claims, location.href);
    address.searchParams.set("place", place.name);
    address.searchParams.set("state", "all");
    link.href = address.pathname + address.search;
    link.textContent = "show them";
    body.append(name, words, link);
    return body;
  }
})();

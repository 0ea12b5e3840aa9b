// Maps: country outlines from this server, and one mark for each place. Settlements are dots; what stands for an area is a
// dashed ring, so that a country's centre never looks like a village.
const RINGS = { district: 12, province: 18, region: 20, terrain: 18, water: 18, road: 12, country: 28, continent: 40 }; // pixels

async function draw(box) {
  const L = await import(box.dataset.leaflet);
  const places = JSON.parse(box.dataset.places);
  const map = L.map(box, { attributionControl: false, worldCopyJump: true, minZoom: 1, maxZoom: 9 });
  fetch(box.dataset.outlines).then((answer) => answer.json()).then((outlines) => {
    const style = { color: "#8795a1", weight: 1, fillColor: "#eef2f5", fillOpacity: 1 };
    L.geoJSON(outlines, { style, interactive: false }).addTo(map).bringToBack();
  });
  for (const place of places) {
    const ring = RINGS[place.precision];
    const size = 4 + 3 * Math.log10(Math.max(place.claims, 1));
    const colour = place.is_chosen === false ? "#53606e" : ring ? "#7a4b00" : "#0f5c4b";
    const mark = L.circleMarker([place.latitude, place.longitude], ring
      ? { radius: ring + size / 2, color: colour, weight: 2, dashArray: "4 4", fillOpacity: 0.06 }
      : { radius: size, color: colour, weight: 1.5, fillOpacity: place.is_chosen === false ? 0.15 : 0.65 });
    mark.bindPopup(popup(place, box.dataset.claims));
    mark.addTo(map);
  }
  const bounds = L.latLngBounds(places.map((place) => [place.latitude, place.longitude]));
  map.fitBounds(bounds.pad(0.2), { maxZoom: 6 });
}

// Built from text nodes: a place's name is never read as HTML.
function popup(place, claims) {
  const body = document.createElement("div");
  const name = document.createElement("strong");
  name.textContent = place.country ? `${place.name}, ${place.country}` : place.name;
  const words = document.createElement("p");
  const number = place.words ? `${place.words}, ${place.claims} %` : `${place.claims} claim${place.claims === 1 ? "" : "s"}`;
  words.textContent = `${number} · ${place.precision}`;
  body.append(name, words);
  if (claims) {
    const link = document.createElement("a");
    const address = new URL(claims, location.href);
    address.searchParams.set("place", place.name);
    address.searchParams.set("state", "all");
    link.href = address.pathname + address.search;
    link.textContent = "show them";
    body.append(link);
  }
  return body;
}

document.documentElement.classList.add("with-script");
const page = document.getElementById("map");
if (page) draw(page);

// The small map of a claim is drawn when it is opened; `toggle` does not bubble, so it is caught on its way down.
document.addEventListener("toggle", (event) => {
  const box = event.target instanceof Element && event.target.matches(".small-map[open]") && event.target.querySelector(".map");
  if (box && !box.dataset.drawn) {
    box.dataset.drawn = "yes";
    draw(box);
  }
}, true);

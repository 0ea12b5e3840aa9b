"""How right a set of predictions is: the measures of each layer against a gold standard. Plain data in, figures out."""

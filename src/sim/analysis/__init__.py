"""What ensembles say: paired comparison, attribution, sensitivity, discovery, forecasts and their scores."""

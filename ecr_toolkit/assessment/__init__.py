"""Assessment: models run over rasters, with or without a pilot: which way each factor is got, the numbers of the whole
country, one streamed pass, classes, and how two methods agree."""

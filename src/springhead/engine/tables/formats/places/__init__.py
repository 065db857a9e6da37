"""Map layers: attributes as columns, places as GeoJSON in WGS84."""

// TWD97 / TM2 zone 121 (EPSG:3826) or 119 (EPSG:3825) to degrees: the inverse transverse Mercator series of Krüger (GRS 80), in metres.
// TWD97 and WGS84 agree to about a metre, far less than a point on the map is wide.

const AXIS = 6_378_137;
const FLAT = 1 / 298.257222101;
const SCALE = 0.9999;
const CENTRAL = { "EPSG:3826": 121, "EPSG:3825": 119 };
const EAST = 250_000;

const n = FLAT / (2 - FLAT);
const RADIUS = (AXIS / (1 + n)) * (1 + n ** 2 / 4 + n ** 4 / 64);
const BETA = [n / 2 - (2 * n ** 2) / 3 + (37 * n ** 3) / 96, n ** 2 / 48 + n ** 3 / 15, (17 * n ** 3) / 480];
const DELTA = [2 * n - (2 * n ** 2) / 3 - 2 * n ** 3, (7 * n ** 2) / 3 - (8 * n ** 3) / 5, (56 * n ** 3) / 15];

/** Return [longitude, latitude] in degrees; `crs` is the code of the zone, 121 when none is given. */
export function degrees(x, y, crs = "") {
  const xi = y / (SCALE * RADIUS);
  const eta = (x - EAST) / (SCALE * RADIUS);
  let [north, east] = [xi, eta];
  BETA.forEach((beta, at) => {
    const turn = 2 * (at + 1);
    north -= beta * Math.sin(turn * xi) * Math.cosh(turn * eta);
    east -= beta * Math.cos(turn * xi) * Math.sinh(turn * eta);
  });
  const conformal = Math.asin(Math.sin(north) / Math.cosh(east));
  let latitude = conformal;
  DELTA.forEach((delta, at) => (latitude += delta * Math.sin(2 * (at + 1) * conformal)));
  const longitude = Math.atan2(Math.sinh(east), Math.cos(north));
  return [(CENTRAL[crs] ?? CENTRAL["EPSG:3826"]) + (longitude * 180) / Math.PI, (latitude * 180) / Math.PI];
}

import L from 'leaflet';
import 'leaflet/dist/leaflet.css';
import { useEffect, useRef } from 'react';
import island from '../lib/ireland.json';

const LAND = { color: '#b9ae98', weight: 1, fillColor: '#fbf8f2', fillOpacity: 1 };
const PIN = { radius: 8, weight: 2, color: '#fff', fillColor: '#a35431', fillOpacity: 1 };

const escapeHtml = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

// An open popup leaves the zoom buttons free.
const POPUP = { autoPanPaddingTopLeft: [56, 12], autoPanPaddingBottomRight: [12, 12], maxWidth: 220 };

/** The island with a pin for each shop; `chosen` is the town whose pin is opened. */
export function ShopMap({ shops, chosen }) {
  const box = useRef(null);
  const drawn = useRef(null);

  useEffect(() => {
    const map = L.map(box.current, { zoomSnap: 0.25, minZoom: 5, maxZoom: 10, scrollWheelZoom: false });
    map.fitBounds(L.latLngBounds(shops.map((shop) => shop.at)), { padding: [70, 50] });
    map.attributionControl.setPrefix(false).addAttribution('Coast: Natural Earth');
    L.geoJSON(island, { style: LAND, interactive: false }).addTo(map);
    L.control.scale({ imperial: false }).addTo(map);
    const pins = new Map(
      shops.map((shop) => [
        shop.town,
        L.circleMarker(shop.at, PIN)
          .bindTooltip(escapeHtml(shop.town), { permanent: true, direction: 'right', offset: [8, 0], className: 'map__town' })
          .bindPopup(`<strong>${escapeHtml(shop.town)}</strong><br>${escapeHtml(shop.street)}<br>${escapeHtml(shop.hours)}`, POPUP)
          .addTo(map),
      ]),
    );
    drawn.current = { map, pins };
    return () => {
      drawn.current = null;
      map.remove();
    };
  }, [shops]);

  useEffect(() => {
    drawn.current?.pins.get(chosen)?.openPopup();
  }, [chosen, shops]);

  return <div ref={box} className="map" role="region" aria-label="Map of our shops" />;
}

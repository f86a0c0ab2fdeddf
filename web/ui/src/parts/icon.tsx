/** Small drawings beside text; they say nothing that the text does not say too. */
const PATHS = {
  free: "M5 12.5l4.5 4.5L19 7.5",
  held: "M8 11V8a4 4 0 0 1 8 0v3M6 11h12v9H6z",
  out_of_service: "M6 6l12 12M18 6L6 18",
  faulty: "M12 4l9 16H3zM12 10v5M12 17.5v.5",
  door: "M5 20V4h9v16M14 4l5 3v14l-5-1M16.5 13v1M3 20h11",
  message: "M3 6h18v12H3zM3 7l9 7 9-7",
  waiting: "M12 7v5l3 2M12 3a9 9 0 1 0 .01 0",
  unplugged: "M4 4l16 16M9 5v4M15 5v4M7 9h10v3a5 5 0 0 1-5 5M12 17v4",
  back: "M14 6l-6 6 6 6",
  store: "M12 3v10M8 9l4 4 4-4M4 14v6h16v-6",
  collect: "M12 13V3M8 7l4-4 4 4M4 14v6h16v-6",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}

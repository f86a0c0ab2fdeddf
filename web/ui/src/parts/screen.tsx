/** A screen: its heading takes the focus when it comes, so that everybody knows where they are. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { site } from "../connection/live.ts";
import { back } from "../routing.ts";
import { Icon } from "./icon.tsx";

interface ScreenProperties {
  title: string;
  /** Where "Back" leads; absent on the first screen. */
  backTo?: string;
  children: ComponentChildren;
}

/** The browser itself places the focus when the page is loaded. */
let firstScreen = true;

export function Screen({ title, backTo, children }: ScreenProperties) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!firstScreen) {
      heading.current?.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
    firstScreen = false;
  }, []);
  const place = site.value?.site;
  useEffect(() => {
    document.title = place ? `${title} – ${place}` : title;
  }, [title, place]);
  return (
    <main>
      {backTo !== undefined && (
        <a
          class="back"
          href={backTo}
          onClick={(event) => {
            event.preventDefault();
            back(backTo);
          }}
        >
          <Icon name="back" />
          Back
        </a>
      )}
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </main>
  );
}

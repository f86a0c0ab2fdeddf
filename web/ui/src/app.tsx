/** Which screen is shown. */

import { Pick } from "./cabinet/pick.tsx";
import { ChooseHeld } from "./collect/choose.tsx";
import { Ended } from "./collect/done.tsx";
import { OpenToCollect } from "./collect/open.tsx";
import { OpenVisit } from "./collect/visit.tsx";
import { Banner } from "./connection/banner.tsx";
import { site } from "./connection/live.ts";
import { Home } from "./home/home.tsx";
import { announcement } from "./parts/announce.ts";
import { Icon } from "./parts/icon.tsx";
import { Stored } from "./receipt/stored.tsx";
import { type Route, route } from "./routing.ts";
import { ChooseFree } from "./store/choose.tsx";
import { OpenToStore } from "./store/open.tsx";

function screenOf(at: Route) {
  switch (at.screen) {
    case "home":
      return <Home />;
    case "store":
      return (
        <Pick purpose="store" cabinet={at.cabinet}>
          {(cabinet, backTo) =>
            at.locker ? (
              <OpenToStore cabinet={cabinet} locker={at.locker} />
            ) : (
              <ChooseFree cabinet={cabinet} backTo={backTo} />
            )
          }
        </Pick>
      );
    case "collect":
      return (
        <Pick purpose="collect" cabinet={at.cabinet}>
          {(cabinet, backTo) =>
            at.locker ? (
              <OpenToCollect cabinet={cabinet} locker={at.locker} />
            ) : (
              <ChooseHeld cabinet={cabinet} backTo={backTo} />
            )
          }
        </Pick>
      );
    case "stored":
      return <Stored cabinet={at.cabinet} locker={at.locker} />;
    case "open":
      return <OpenVisit cabinet={at.cabinet} locker={at.locker} />;
    default:
      return <Ended end={at.screen} cabinet={at.cabinet} locker={at.locker} />;
  }
}

export function App() {
  const at = route.value;
  return (
    <>
      <header class="top">
        <a class="brand" href="#/">
          <Icon name="held" />
          {site.value?.site ?? "Lockers"}
        </a>
      </header>
      <Banner />
      <div key={JSON.stringify(at)}>{screenOf(at)}</div>
      <p class="unseen" role="status">
        {announcement}
      </p>
    </>
  );
}

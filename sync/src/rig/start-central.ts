/** A private MariaDB with the central schema, as an admin sees it. */
import { addGateway, type Central, connectCentral, initCentral, useCentral } from "../central/index.ts";
import { GatewayLogin } from "./gateway-login.ts";
import { type Mariadb, type MariadbOptions, startMariadb } from "./start-mariadb.ts";

export interface TestCentral {
  readonly mariadb: Mariadb;
  /** As root over the socket. */
  readonly root: Central;
  /** Adds it and logs in as it. Closed together with the rest. */
  gateway(name: string): Promise<GatewayLogin>;
  /** Root again, after the server was started again. */
  reconnect(): Promise<void>;
  close(): Promise<void>;
}

export async function startCentral(options: MariadbOptions = {}): Promise<TestCentral> {
  const mariadb = await startMariadb(options);
  const address = { socketPath: mariadb.socketPath, user: "root" };
  const logins: GatewayLogin[] = [];
  let root: Central | undefined;
  try {
    root = await connectCentral(address);
    await initCentral(root);
  } catch (error) {
    await root?.close();
    await mariadb.close();
    throw error;
  }
  let current = root;
  return {
    mariadb,
    get root() {
      return current;
    },
    gateway: async (name) => {
      const login = new GatewayLogin(mariadb, await addGateway(current, name));
      logins.push(login);
      return login;
    },
    reconnect: async () => {
      await current.close();
      current = await connectCentral(address);
      await useCentral(current);
    },
    close: async () => {
      for (const login of logins) await login.close();
      await current.close();
      await mariadb.close();
    },
  };
}

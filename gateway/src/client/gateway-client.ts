/** For who may ask for anything: the command line, tests, measurements. What a socket serves, it decides itself. */
import { ROUTES } from "../contract/index.ts";
import { type ClientOptions, RoutesClient } from "./client.ts";

export class GatewayClient extends RoutesClient<typeof ROUTES> {
  constructor(options: ClientOptions) {
    super(ROUTES, options);
  }
}

/** Under another name. */
import type { GatewayLogin } from "../rig/index.ts";
import type { Attack } from "./attack.ts";
import { call, idle } from "./calls.ts";

export const LOGIN_ATTACKS: readonly Attack[] = [
  {
    name: "names like the victim's, with the own password",
    run: async (login, t) => {
      const { password } = login.credentials;
      const users = [
        t.account,
        t.account.toUpperCase(),
        `${t.account} `,
        ` ${t.account}`,
        `${t.account}\u0000`,
        `${t.account}@%`,
        `${t.account}@localhost`,
        `${t.account.slice(0, -1)}_`,
        "holdfast-%",
        "%",
        "",
        "root",
        "holdfast_definer",
        "central_admin",
        "mysql.sys",
      ];
      return tryInTurn(users.map((user) => login.as({ user, password })));
    },
  },
  {
    name: "the victim's name with usual passwords",
    run: async (login, t) =>
      tryInTurn(
        ["", t.account, t.name, "holdfast", "password"].map((password) =>
          login.as({ user: t.account, password }),
        ),
      ),
  },
  {
    name: "logins that look like the victim's and were let in by somebody",
    run: async (login, t) => tryInTurn(t.twins.map((twin) => login.as(twin))),
  },
  {
    name: "changing the user of a connection",
    run: async (login, t) => {
      const connection = await login.connection();
      const { password } = login.credentials;
      return connection.changeUser({ user: t.account, password }).then(
        () => tryLogin(login),
        (error: { errno?: number }) => ({ errno: error.errno }),
      );
    },
  },
  { name: "without TLS", run: (login) => tryLogin(login.plain()) },
  {
    name: "more connections than allowed",
    run: async (login) => {
      const logins = Array.from({ length: 8 }, () => login.as(login.credentials));
      const results = await Promise.allSettled(logins.map((one) => one.query("SELECT 1")));
      for (const one of logins) await one.close();
      return results.filter(({ status }) => status === "rejected").length > 0;
    },
  },
  {
    name: "a changed own password opens nothing else",
    statements: (t) => [`SET PASSWORD FOR '${t.account}'@'%' = PASSWORD('x')`, "SHOW GRANTS"],
  },
];

/** One after the other: at once they hinder each other, and not each time alike. */
async function tryInTurn(logins: readonly GatewayLogin[]): Promise<unknown[]> {
  const outcomes: unknown[] = [];
  for (const login of logins) outcomes.push(await tryLogin(login));
  return outcomes;
}

async function tryLogin(login: GatewayLogin, statement = call(idle())): Promise<unknown> {
  try {
    return await login.query(statement);
  } catch (error) {
    return { errno: (error as { errno?: number }).errno };
  } finally {
    await login.close();
  }
}

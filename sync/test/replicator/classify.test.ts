import { expect, it } from "vitest";
import { classify } from "../../src/replicator/classify.ts";
import { PROBLEMS, SyncProblem } from "../../src/replicator/index.ts";

/** What the driver gives for an error that the server told. */
const told = (errno: number, sqlState = "HY000") => ({
  errno,
  sqlState,
  code: "ER",
  message: "text of the server",
});
const broken = (code: string, message = "") => ({ code, message, errno: -104 });

it.each([
  [told(1213), "server_busy", "again"],
  [told(1205), "server_busy", "again"],
  [told(3101), "server_busy", "again"],
  [told(1305), "being_updated", "again"],
  [told(1370), "being_updated", "again"],
  [told(1047), "node_not_ready", "other_host"],
  [told(1180), "node_not_ready", "other_host"],
  [told(1053), "shutting_down", "other_host"],
  [told(1290), "read_only", "other_host"],
  [told(1040), "too_many_connections", "other_host"],
  [told(1021), "server_full", "other_host"],
  [told(1114), "server_full", "other_host"],
  [told(1406), "not_taken", "smaller"],
  [told(1366), "not_taken", "smaller"],
  [told(1048), "not_taken", "smaller"],
  [told(1264, "22003"), "not_taken", "smaller"],
  [told(1045), "login_refused", "person"],
  [told(1226), "login_in_use", "person"],
  [told(1049), "not_initialised", "person"],
  [told(9999), "server_error", "other_host"],
  [broken("PROTOCOL_CONNECTION_LOST"), "connection_lost", "other_host"],
  [broken("ECONNRESET"), "connection_lost", "other_host"],
  [broken("EPIPE"), "connection_lost", "other_host"],
  [broken("ECONNREFUSED"), "unreachable", "other_host"],
  [broken("ENOTFOUND"), "unreachable", "other_host"],
  [broken("EHOSTUNREACH"), "unreachable", "other_host"],
  [broken("HANDSHAKE_SSL_ERROR", "certificate is not yet valid"), "certificate_not_yet_valid", "other_host"],
  [
    broken("HANDSHAKE_SSL_ERROR", "unable to get local issuer certificate"),
    "certificate_untrusted",
    "person",
  ],
  [broken("HANDSHAKE_SSL_ERROR", "read ECONNRESET"), "connection_lost", "other_host"],
  [broken("HANDSHAKE_NO_SSL_SUPPORT"), "no_tls", "person"],
])("%o is %s: %s", (error, code, cure) => {
  expect(classify(error)).toMatchObject({ code, cure });
});

it("never repeats what the server said, which may hold what was sent", () => {
  for (const errno of [1045, 1213, 1366, 9999]) {
    const { message, hint } = classify({ ...told(errno), message: "Incorrect value: 'secret'" });
    expect(message + hint).not.toContain("secret");
  }
});

it("has a hint for a person with every code, as long as a report may be", () => {
  for (const { message, hint } of Object.values(PROBLEMS)) {
    expect(message).toMatch(/\.$/);
    expect(hint.length).toBeGreaterThan(20);
    expect(hint.length).toBeLessThan(400);
  }
});

it("keeps what it is when it is met in another way", () => {
  const problem = new SyncProblem("server_error", "(error 1)").met({ cure: "person", retryAfter: 5 });
  expect(problem).toMatchObject({ code: "server_error", cure: "person", retryAfter: 5 });
  expect(problem.message).toBe("The database answered with an error. (error 1)");
});

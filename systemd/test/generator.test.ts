import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { configurationText } from "../../gateway/src/setup/write-configuration.ts";
import { generate } from "./generate.ts";

const DROP_IN = "holdfast-gateway.service.d/50-configuration.conf";
const cabinet = (port: string) => `[[cabinet]]\nid = "front"\nname = "Front"\n${port}\n`;

test("without a configuration nothing is written", () => {
  expect(generate(undefined).files).toEqual({});
});

test("a gateway with serial cabinets stays without a network", () => {
  const { files } = generate(cabinet('port = { serial = "/dev/ttyUSB0" } # or { tcp = "host:port" }'));
  expect(Object.keys(files)).toEqual([DROP_IN]);
  expect(files[DROP_IN]).toContain("LoadCredential=front.key\n");
  expect(files[DROP_IN]).not.toMatch(/PrivateNetwork|AF_INET|SocketBind/);
});

for (const port of [
  'port = { tcp = "10.0.0.7:6638" }',
  'port.tcp = "10.0.0.7:6638"',
  '[cabinet.port]\ntcp = "a:1"',
]) {
  test(`a cabinet with ${port.replace("\n", " ")} opens the way out, and no way in`, () => {
    const { files } = generate(cabinet(port));
    expect(files[DROP_IN]).toContain("PrivateNetwork=no\nRestrictAddressFamilies=AF_INET AF_INET6\n");
    expect(files[DROP_IN]).not.toContain("SocketBindAllow");
  });
}

test("cabinets in one array are found as well, on one line and on many", () => {
  const front = '{ id = "front", name = "Front", port = { serial = "/dev/ttyUSB0" } }';
  const yard = '{ name = "Yard", id = "yard", port = { bridge = true } }';
  for (const text of [
    `cabinet = [${front}, ${yard}]\n`,
    `cabinet = [\n  ${front},\n  ${yard},\n]\n[site]\n`,
  ]) {
    const drop = generate(`site.name = "Hall"\n${text}`).files[DROP_IN];
    expect(drop).toContain("LoadCredential=front.key\nLoadCredential=yard.key\n");
    expect(drop).toContain("SocketBindAllow=tcp:7532\n");
  }
  expect(generate(`cabinet = [${front}]\n`).files[DROP_IN]).not.toMatch(/PrivateNetwork|SocketBind/);
});

test("a row of a layout is no header", () => {
  const { files } = generate(cabinet("layout = [\n  [1, 2],\n  [3, 4]\n]\nport = { bridge = true }"));
  expect(files[DROP_IN]).toContain("SocketBindAllow=tcp:7532\n");
});

test("messages by a web service open the way out", () => {
  const { files } = generate(
    `[messages]\nprovider = "webhook"\n${cabinet('port = { serial = "/dev/ttyUSB0" }')}`,
  );
  expect(files[DROP_IN]).toContain("PrivateNetwork=no\n");
});

test("cabinets that dial in open a way in", () => {
  const { files } = generate(cabinet("port = { bridge = true }"));
  expect(files[DROP_IN]).toContain("PrivateNetwork=no\n");
  expect(files[DROP_IN]).toContain("SocketBindAllow=tcp:7532\n");
  expect(generate('[gateway]\nbridge_listen = "0.0.0.0:7532"\n').files).toEqual({});
});

test("bridges are let in, and told, where they are to call", () => {
  for (const listen of ["192.168.1.5:7600", "[::]:7600"]) {
    const gateway = `[gateway]\nbridge_listen = "${listen}" # "0.0.0.0:1"\n`;
    const front = cabinet("port = { bridge = true }");
    for (const text of [gateway + front, front + gateway]) {
      const drop = generate(text).files[DROP_IN];
      expect(drop).toContain("SocketBindAllow=tcp:7600\n");
      expect(drop).toMatch(/^ExecStartPre=\nExecStartPre=\+-\S+\/systemd\/bin\/announce 7600$/m);
    }
  }
});

test("what the wizard writes for a cabinet on Wi-Fi opens a way in", () => {
  const answers = { site: "Hall", country: "CH", cabinet: "yard", port: "wifi", lockers: 8, webhook: "" };
  expect(generate(configurationText(answers)).files[DROP_IN]).toContain("SocketBindAllow=tcp:7532\n");
});

test("comments and text open nothing", () => {
  const { files } = generate(
    `[messages]\ntext = 'a # provider = "log"' # provider = "webhook"\n# bridge = true\n${cabinet('port = { serial = "/dev/#tcp = " }')}`,
  );
  expect(files[DROP_IN]).not.toMatch(/PrivateNetwork|SocketBind/);
});

test("sync is wanted where the configuration has [sync], and only there", () => {
  expect(generate('[sync] # central\nuser = "a"\n').files).toEqual({
    "multi-user.target.wants/holdfast-sync.service": "/usr/lib/systemd/system/holdfast-sync.service",
  });
  for (const text of ['sync.user = "a"\n', 'sync = { user = "a" }\n'])
    expect(Object.keys(generate(text).files)).toEqual(["multi-user.target.wants/holdfast-sync.service"]);
  expect(generate("# [sync]\n[site]\n").files).toEqual({});
});

test("the example asks for its message service and nothing else", () => {
  const example = new URL("../../gateway/holdfast.example.toml", import.meta.url);
  const { files } = generate(readFileSync(example, "utf8"));
  expect(Object.keys(files)).toEqual([DROP_IN]);
  expect(files[DROP_IN]).toContain("PrivateNetwork=no\n");
  expect(files[DROP_IN]).not.toContain("SocketBindAllow");
});

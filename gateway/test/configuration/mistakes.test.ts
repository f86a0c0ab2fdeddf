import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { gatewayConfiguration, readConfiguration } from "../../src/configuration/index.ts";
import { temporaryFolder } from "../support/served-site.ts";

const CABINET = `[[cabinet]]\nid = "hall"\nname = "Hall"\nport.serial = "/dev/ttyUSB0"\n`;

function mistakesOf(text: string | Buffer): string {
  const file = join(temporaryFolder(), "holdfast.toml");
  writeFileSync(file, text);
  try {
    readConfiguration(file, gatewayConfiguration());
  } catch (error) {
    expect(error).toMatchObject({ exitCode: 78 });
    return (error as Error).message;
  }
  return "none";
}

test.each([
  [
    "an unknown section",
    `[mesages]\n${CABINET}`,
    "holdfast.toml: mesages: unknown key; did you mean messages?",
  ],
  ["an unknown key", `[site]\nnmae = "x"\n${CABINET}`, "site.nmae: unknown key; did you mean name?"],
  [
    "a key that resembles none",
    `[site]\ncolour = "x"\n${CABINET}`,
    "site.colour: unknown key; known are name, country",
  ],
  [
    "an unknown key in a cabinet",
    `${CABINET}lockres = 8`,
    "cabinet[0].lockres: unknown key; did you mean lockers?",
  ],
  ["no cabinet", "", "cabinet: is missing"],
  ["a cabinet without name", `[[cabinet]]\nid = "a"\nport.tcp = "a:1"`, "cabinet[0].name: is missing"],
  [
    "two ports",
    `${CABINET}port.tcp = "a:1"`,
    'cabinet[0].port: give either serial = "/dev/..." or tcp = "host:port" or bridge = true',
  ],
  ["no port", `[[cabinet]]\nid = "a"\nname = "A"\nport = {}`, "cabinet[0].port: give either"],
  [
    "a port without number",
    `[[cabinet]]\nid = "a"\nname = "A"\nport.tcp = "host"`,
    'cabinet[0].port.tcp: must be "host:port"',
  ],
  [
    "a port above the last",
    `[[cabinet]]\nid = "a"\nname = "A"\nport.tcp = "host:70000"`,
    "cabinet[0].port.tcp",
  ],
  [
    "a port of bridges that is none",
    `[gateway]\nbridge_listen = "7532"\n${CABINET}`,
    'gateway.bridge_listen: must be "address:port"',
  ],
  ["an id with capitals", CABINET.replace("hall", "Hall"), "cabinet[0].id: must be 1 to 32 small letters"],
  ["one id twice", CABINET + CABINET.replace("USB0", "USB1"), 'cabinet[1].id: "hall" names two cabinets'],
  [
    "one device twice",
    CABINET + CABINET.replace("hall", "yard"),
    "cabinet[1].port: belongs to another cabinet",
  ],
  ["too many lockers", `${CABINET}lockers = 33`, "cabinet[0].lockers: expected number to be <=32"],
  ["half a locker", `${CABINET}lockers = 1.5`, "cabinet[0].lockers: expected int"],
  ["a number as text", `${CABINET}lockers = "8"`, "cabinet[0].lockers: expected number, received string"],
  [
    "a layout that forgets one",
    `${CABINET}lockers = 3\nlayout = [[1, 2]]`,
    "cabinet[0].layout: must name each locker",
  ],
  [
    "a layout that doubles one",
    `${CABINET}lockers = 2\nlayout = [[1], [1]]`,
    "cabinet[0].layout: must name each locker",
  ],
  [
    "a level that is none",
    `[gateway]\nlog_level = "loud"\n${CABINET}`,
    'gateway.log_level: expected one of "debug"',
  ],
  [
    "a country in small letters",
    `[site]\ncountry = "ch"\n${CABINET}`,
    "site.country: must be two capital letters",
  ],
  [
    "a webhook without its section",
    `[messages]\nprovider = "webhook"\n${CABINET}`,
    "messages: provider webhook needs",
  ],
  ["a URL that is none", `[messages.webhook]\nurl = "sms"\n${CABINET}`, "messages.webhook.url: "],
  [
    "a limit out of bounds",
    `[rules]\npin_digits = 3\n${CABINET}`,
    "rules.pin_digits: expected number to be >=4",
  ],
  ["a text without end", `[site]\nname = "x\n${CABINET}`, "holdfast.toml:2:10: "],
  ["a key twice", `[site]\nname = "x"\nname = "y"\n`, "holdfast.toml:3:"],
  ["bytes that are no text", Buffer.from([0xff, 0xfe, 0x00]), "it is no UTF-8 text"],
])("%s is named with its place", (_what, text, mistake) => {
  expect(mistakesOf(text)).toContain(mistake);
});

test("all mistakes are told at once, one a line", () => {
  const text = `[site]\nnmae = "x"\n[gateway]\ndata = 5\n${CABINET}lockers = 0`;
  expect(mistakesOf(text).split("\n")).toHaveLength(3);
});

test.each([
  ["is missing", "none.toml", "there is no such file"],
  ["is a folder", ".", "it is a folder"],
])("a file that %s is named as such", (_what, name, reason) => {
  const file = join(temporaryFolder(), name);
  expect(() => readConfiguration(file, gatewayConfiguration())).toThrow(reason);
});

test("sections of other processes are not looked at", () => {
  expect(mistakesOf(`[web]\nanything = 1\n[sync]\nwhatever = true\n${CABINET}`)).toBe("none");
});

test("many cabinets may be behind bridges", () => {
  const cabinets = ["hall", "yard"].map(
    (id) => `[[cabinet]]\nid = "${id}"\nname = "A"\nport.bridge = true\n`,
  );
  expect(mistakesOf(cabinets.join(""))).toBe("none");
});

import { expect, test } from "vitest";
import { bodyTemplate, fillText } from "../../src/messages/template.ts";

const NASTY = { to: "+41791234567", text: 'A "quoted" \\ text,\nin two lines: {{to}} & 100 %' };

test("texts keep names that they do not know", () => {
  expect(fillText("{{site}}: {{pin}} {{nothing}}", { site: "Hall", pin: "4711" })).toBe(
    "Hall: 4711 {{nothing}}",
  );
});

test("values in JSON cannot break out of their strings, and are not filled in again", () => {
  const fill = bodyTemplate(
    '{"to":["{{to}}"],"sms":{"text":"Hi: {{text}}","flash":false,"n":1,"x":null}}',
    "application/json",
  );
  expect(JSON.parse(fill(NASTY))).toEqual({
    to: ["+41791234567"],
    sms: { text: `Hi: ${NASTY.text}`, flash: false, n: 1, x: null },
  });
});

test("values in forms are percent-encoded", () => {
  const fill = bodyTemplate("To={{to}}&Body={{text}}", "application/x-www-form-urlencoded; charset=utf-8");
  expect(Object.fromEntries(new URLSearchParams(fill(NASTY)))).toEqual({ To: NASTY.to, Body: NASTY.text });
});

test("other bodies are filled as they are", () => {
  expect(bodyTemplate("{{to}}: {{text}}", "text/plain")({ to: "1", text: "2" })).toBe("1: 2");
});

test("a JSON body that is none is refused at the start", () => {
  expect(() => bodyTemplate('{"to": {{to}}}', "application/vnd.sms+json")).toThrow(SyntaxError);
});

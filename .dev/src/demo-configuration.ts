/** The configuration of the demonstration: one virtual cabinet, and the virtual phone as its SMS service. */
export const CABINET = "front";

export function demoConfiguration(ports: { panel: number; web: number; uart: number }): string {
  return `# Written by npm start at each start. For a real cabinet: npm start -- --config FILE
[site]
name = "holdfast demo"
country = "CH"

[gateway]
data = "."

[messages]
provider = "webhook"

[messages.webhook]
url = "http://127.0.0.1:${ports.panel}/sms"

[web]
listen = "127.0.0.1:${ports.web}"
frame_ancestors = ["http://127.0.0.1:${ports.panel}", "http://localhost:${ports.panel}"]

[[cabinet]]
id = "${CABINET}"
name = "Front desk"
port = { tcp = "127.0.0.1:${ports.uart}" }
lockers = 8
`;
}

// Imported before everything else in the process of a function: it then is at the time that CLOCK says, ISO 8601.
const now = Date.now
const offset = Date.parse(process.env.CLOCK) - now()

globalThis.Date = class extends Date {
  constructor(...parts) {
    super(...(parts.length > 0 ? parts : [now() + offset]))
  }

  static now() {
    return now() + offset
  }
}

import { event } from './build.ts'

/** Texts that want to be something else than text: markup, a terminal's escapes, another direction, or half a book. */
export const HOSTILE: readonly string[] = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'; DROP TABLE audit_logs; --",
  '</table></section><h1>Approved</h1>',
  '&lt;b&gt;&amp;',
  '\u202egnp.exe\u202c',
  '\u2067\u05d0\u05d1\u05d2',
  '\u001b[31mred\u001b[0m',
  'nul\u0000l',
  'new\nline\ttab',
  'zero\u200bwidth',
  `long${'x'.repeat(20_000)}`,
  'javascript:alert(1)',
  "=cmd|' /C calc'!A1",
  '+1+1',
  '-1+1',
  '@SUM(A1:A2)',
  '\t=1+1',
  ' =HYPERLINK("http://192.0.2.1/")',
  'comma, quote " and semicolon;',
  '{{constructor}}',
  'Z\u0351\u036b\u0343\u036a\u0302a\u0321\u034a\u0360l\u0308g\u031bo\u0300',
  '\u{1F469}\u200d\u{1F4BB}',
]

/** Log records with such a text wherever a report shows one. */
export function hostileEvents(texts: readonly string[] = HOSTILE): object[] {
  return texts.flatMap((text, i) => {
    const at = (second: number) => new Date(Date.UTC(2026, 10, 15, 10, i, second)).toISOString()
    const who = {
      status: text,
      principal: { type: text, id: text, name: text },
      async_operation_id: text,
      log_id: text,
    }
    const details = { namespace: text, additional_message: text, name: text, target_users: [text], roles: [text] }
    const spec = { name: text, display_name: text, owner_id: text, expiry_time: text, regions: [text] }
    const more = {
      ...who,
      x_forwarded_for: text,
      raw_details: { ...details, key_id: text, spec, access: { permission: text } },
    }
    return [
      event(at(0), 'UpdateNamespace', more),
      event(at(1), 'UpdateUser', more),
      event(at(2), 'CreateAPIKey', more),
      event(at(3), text, more),
    ]
  })
}

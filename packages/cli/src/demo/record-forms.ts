import type { Event } from './event.ts'

/** The generations of the record format, as Temporal's documentation and API have had them. */
export const RECORD_FORMS = ['2023', '2024', 'transition', '2025', 'api'] as const
export type RecordForm = (typeof RECORD_FORMS)[number]

/** An event as a record of a generation. */
export function recordOf(event: Event, form: RecordForm): Readonly<Record<string, unknown>> {
  return forms[form](event)
}

const forms: Readonly<Record<RecordForm, (event: Event) => Readonly<Record<string, unknown>>>> = {
  '2023': old,
  '2024': event => ({
    ...old(event),
    caller_ip_address: event.addresses,
    log_id: event.logId.replaceAll('-', ''),
    principal: principalOf(event),
    request_id: event.asyncOperationId,
  }),
  transition: event => ({
    ...old(event),
    ...current(event),
    request_id: event.asyncOperationId,
    caller_ip_address: event.addresses,
  }),
  '2025': current,
  api: event => ({
    emitTime: isoTime(event),
    operation: event.operation,
    status: event.status,
    logId: event.logId,
    principal: {
      type: event.principal.type,
      id: event.principal.id,
      name: event.principal.name,
      apiKeyId: event.principal.apiKeyId ?? '',
    },
    rawDetails: event.details,
    xForwardedFor: event.addresses,
    asyncOperationId: event.asyncOperationId,
    version: event.version,
  }),
}

function old(event: Event) {
  return {
    emit_time: isoTime(event),
    level: event.status === 'OK' ? 'LOG_LEVEL_INFO' : 'LOG_LEVEL_ERROR',
    user_email: event.principal.type === 'user' ? event.principal.name : '',
    operation: event.operation,
    details: { ...event.details, search_attribute_update: {} },
    status: event.status,
    category: 'LOG_CATEGORY_ADMIN',
    ...(event.version > 0 && { version: event.version }),
  }
}

function current(event: Event) {
  return {
    emit_time: isoTime(event),
    operation: event.operation,
    principal: principalOf(event),
    raw_details: event.details,
    x_forwarded_for: event.addresses,
    log_id: event.logId,
    async_operation_id: event.asyncOperationId,
    status: event.status,
    ...(event.version > 0 && { version: event.version }),
  }
}

function principalOf({ principal: { type, id, name, apiKeyId } }: Event) {
  return { type, id, name, ...(apiKeyId !== undefined && { api_key_id: apiKeyId }) }
}

function isoTime({ time }: Event): string {
  return new Date(time).toISOString()
}

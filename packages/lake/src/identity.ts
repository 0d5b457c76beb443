/** What makes two rows news of one event. */
export const IDENTITY = ['event_date', 'log_id', 'operation', 'emit_time'] as const

/**
 * Which of several rows of one event is current, as an ORDER BY: the highest version; then the stream's copy before the
 * API's; then the last to arrive. The rest is for two of one Kinesis record: every engine and every sealer choose the
 * same one.
 */
export const PRECEDENCE =
  "version DESC, CASE WHEN source LIKE 'file:%' THEN 1 ELSE 0 END, arrival_time DESC, sequence_number DESC, shard_id, source, record_form, length(details), length(extra)"

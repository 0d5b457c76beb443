/**
 * Where records are handed over to be stored as NDJSON sooner or later, at least once: a Firehose, or a folder.
 */
export interface DeliveryStream {
  /**
   * Hands records over; when it returns, none of them can be lost any more.
   *
   * @param records plain JSON objects, one line each
   */
  put(records: readonly object[]): Promise<void>
}

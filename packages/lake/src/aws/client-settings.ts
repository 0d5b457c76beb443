/**
 * How clients of AWS are made here: they repeat what got no answer, a 500, a 503 or a refusal for being too fast, with
 * pauses that grow to seconds, and take 60 s without an answer for none. The SDK itself would wait for ever.
 *
 * @example
 * new S3Client(clientSettings)
 */
export const clientSettings = {
  maxAttempts: 6,
  requestHandler: { connectionTimeout: 5_000, requestTimeout: 60_000, throwOnRequestTimeout: true },
}

/** Nothing on a page may run, or be fetched: the browser is told so too. */
export const POLICY = "default-src 'none'; style-src 'unsafe-inline'"

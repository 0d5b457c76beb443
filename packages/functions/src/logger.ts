import { Logger } from '@aws-lambda-powertools/logger'

/** What a function says: a JSON object a line, under the function's name. Never a record or a part of one. */
export const logger = new Logger()

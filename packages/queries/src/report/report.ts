import type { CompiledQuery } from '../saved/compile.ts'
import type { Parameter } from '../saved/parameter.ts'
import type { SavedQuery } from '../saved/saved-query.ts'
import type { Block } from './block.ts'
import type { Provenance } from './provenance.ts'
import type { Given } from './report-parameters.ts'

/** From its first moment to its end, which is not in it; in milliseconds since the epoch. */
export interface Period {
  readonly from: number
  readonly to: number
}

/** A question of a report, as an engine wants it: a saved query, its first rows, or how many rows it has. */
export interface Question extends CompiledQuery {
  /** Its answer is given to `buildReport` under this name. */
  readonly name: string
  readonly query: SavedQuery
  /** The parameters that were given, as a person would write them. */
  readonly given: Readonly<Record<string, string>>
  /** It asks for so many rows at most; default: for all of them. */
  readonly most?: number
}

/** A row of an answer; a timestamp is `2026-11-22T10:00:00.000Z`, an integer beyond 2^53 a text of its digits. */
export type AnswerRow = Readonly<Record<string, unknown>>

/** The answers to a report's questions, by the question's name. */
export type Answers = Readonly<Record<string, readonly AnswerRow[]>>

/** A page made of the answers to a few questions. */
export interface Report {
  /** What it is called: `activity-summary`. */
  readonly name: string
  readonly title: string
  readonly description: string
  /** What it covers, and what it leaves to others. */
  readonly scope: string
  /** What it can be told of the company: parameters of its saved queries. */
  readonly parameters: readonly Parameter[]
  /** What is to be asked of an engine. @throws ParameterError for a parameter that is wrong */
  readonly questions: (period: Period, given?: Given) => readonly Question[]
  /** What the answers say, in the order in which it is to be read. */
  readonly sections: (answers: Answers, period: Period, given?: Given) => readonly Section[]
}

/** A part of a report. */
export interface Section {
  /** Its place on the page, for links. */
  readonly id: string
  readonly heading: string
  readonly blocks: readonly Block[]
}

/** A report with its answers: plain data that a page can be made of. */
export interface ReportModel {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly scope: string
  readonly period: Period
  /** Milliseconds since the epoch. */
  readonly generatedAt: number
  /** The program that made it, such as `audit-lake 0.1.0`; null when it was not said. */
  readonly generator: string | null
  /** Where its rows came from. */
  readonly origin: string
  /** What its answers were made of; null when it was not said. */
  readonly provenance: Provenance | null
  readonly sections: readonly Section[]
  /** What was asked, so that anybody can ask again. */
  readonly questions: readonly Question[]
}

export { type Configuration, ConfigurationError, configuration } from './configuration.ts'
export { APP, parameterName, partName, type StageNames, stageNames } from './stage-names.ts'

export { type Configuration, ConfigurationError, configuration } from '@temporal-audit-lake/cli/configuration'

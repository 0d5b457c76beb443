import { describe, expect, it } from 'vitest'
import { knownOperations, operationParts } from '../../packages/core/src/operation.ts'

/** Temporal's spellings of one operation, older and newer, as its documentation lists them. */
const SPELLINGS: readonly (readonly [older: string, newer: string])[] = [
  ['UpdateAccount', 'UpdateAccountAPI'],
  ['InviteUsers', 'InviteUsersAPI'],
  ['DeleteUser', 'DeleteUserAPI'],
  ['UpdateUser', 'UpdateUserAPI'],
  ['UpdateUserNamespacePermissions', 'UpdateUserNamespacePermissionsAPI'],
  ['CreateNamespace', 'CreateNamespaceAPI'],
  ['UpdateNamespace', 'UpdateNamespaceAPI'],
  ['DeleteNamespace', 'DeleteNamespaceAPI'],
  ['RenameCustomSearchAttribute', 'RenameCustomSearchAttributeAPI'],
  ['FailoverNamespace', 'FailoverNamespacesAPI'],
  ['FailoverNamespaces', 'FailoverNamespacesAPI'],
]

describe('operationParts', () => {
  it.each(SPELLINGS)('gives %s and %s one name', (older, newer) => {
    expect(operationParts(older)).toEqual(operationParts(newer))
  })

  it('keeps API in the name of a thing', () => {
    expect(operationParts('CreateAPIKey')).toEqual({ name: 'CreateAPIKey', verb: 'create', resourceType: 'api_key' })
    expect(operationParts('CreateServiceAccountAPIKey').resourceType).toBe('api_key')
  })

  it.each([
    ['RotateMTLSCert', 'rotate', 'mtls_cert'],
    ['SetProjectQuotaAPI', 'set', 'project_quota'],
    ['UpdateV2Endpoint', 'update', 'v2_endpoint'],
    ['login', 'login', ''],
    ['API', 'api', ''],
    ['löschen Alles', 'löschen', 'alles'],
    ['__proto__', 'proto', ''],
    ['constructor', 'constructor', ''],
  ])('takes the unknown %s apart by rule', (operation, verb, resourceType) => {
    expect(operationParts(operation)).toMatchObject({ verb, resourceType })
  })

  it('says for every known operation what the rule says of its verb, but for those whose verb comes last', () => {
    for (const operation of knownOperations) {
      const { verb } = operationParts(operation)
      if (operation !== 'UserLogin') expect(operation.toLowerCase().startsWith(verb), operation).toBe(true)
    }
  })

  it('takes a megabyte of operation in its stride', () => {
    expect(operationParts('Aa'.repeat(500_000)).verb).toBe('aa')
  })
})

-- The roles and permissions that an event gives, as it spells them but in lower case.
split(
  lower(
    coalesce(details_spec_access_account_access_role, details_access_account_access_role, '')
    || ',' || coalesce(nullif(array_join(details_roles, ','), ''), '')
    || ',' || coalesce(details_access_permission, details_namespace_access_permission, '')
    || ',' || coalesce(json_extract_scalar(details, '$.spec.namespace_scoped_access.access.permission'), '')
    || ',' || coalesce(nullif(array_join(regexp_extract_all(
      coalesce(details_spec_access_namespace_accesses, details_access_namespace_accesses),
      '"permission"\s*:\s*"([^"]*)"',
      1
    ), ','), ''), '')
  ),
  ','
) AS given

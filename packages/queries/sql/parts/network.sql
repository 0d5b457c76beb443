-- The /24 of an IPv4 address, the /64 of an IPv6 one.
CASE
  WHEN strpos(client_ip, ':') > 0 THEN nullif(array_join(slice(regexp_extract_all(
    replace(
      client_ip,
      '::',
      ':' || coalesce(nullif(array_join(repeat('0', 8 - regexp_count(client_ip, '[0-9a-f]+')), ':'), ''), '') || ':'
    ),
    '[0-9a-f]+'
  ), 1, 4), ':'), '') || '::/64'
  ELSE regexp_extract(client_ip, '^(\d+\.\d+\.\d+)\.\d+$', 1) || '.0/24'
END AS network

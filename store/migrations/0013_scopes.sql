-- Tasks have scopes of their own, and consents in bulk belong to privacy: keys keep what they could do before.
update api_keys set scopes = scopes || array['tasks:read'] where 'touches:read' = any(scopes) and not 'touches:write' = any(scopes);
update api_keys set scopes = scopes || array['tasks:write'] where 'touches:write' = any(scopes);
update api_keys set scopes = scopes || array['privacy'] where 'customers:write' = any(scopes);

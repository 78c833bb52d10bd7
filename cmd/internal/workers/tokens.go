package workers

import "isnad/pkg/web/auth"

// Tokens reads the file of those who may write; "" is none. Without tokens nothing may listen on an address beyond this machine.
func Tokens(path, address string) (*auth.Tokens, error) {
	if path == "" {
		return nil, auth.CheckAddress(address, nil)
	}
	secrets, err := auth.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return auth.New(secrets), nil
}

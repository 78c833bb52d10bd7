package sqlite

// Pragma gives a setting of the writing connection.
func Pragma(s *Store, name string) (value string, err error) {
	err = s.write.QueryRow("PRAGMA " + name).Scan(&value)
	return value, err
}

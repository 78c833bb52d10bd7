// Package wire knows what travels between the workers: the streams and their settings, subjects, message ids, headers, how articles,
// records, announcements and dead letters are written as JSON, and the numbers that order runs. A payload beyond the broker's limit
// travels as an object, with a reference in its message.
//
// It moves messages and decides nothing about them: when to retry, to wait or to give up is the business of pkg/stage. Running a broker
// inside the process is that of wire/natsd.
//
// Reading is strict about what is there (UTF-8, JSON, ids, spans, schema names) and lenient about fields it does not know: the record's
// contract lets fields be added, and programs of different builds work side by side during an upgrade.
package wire

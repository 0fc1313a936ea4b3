// Lists zones and writes a TXT record with go-ovh, by whatever credentials the environment names.
package main

import (
	"fmt"
	"os"

	"github.com/ovh/go-ovh/ovh"
)

func main() {
	client, err := ovh.NewDefaultClient()
	stop(err)
	var zones []string
	stop(client.Get("/domain/zone", &zones))
	record := map[string]any{"fieldType": "TXT", "subDomain": os.Args[1], "target": os.Args[2], "ttl": 60}
	stop(client.Post("/domain/zone/example.com/record", record, nil))
	stop(client.Post("/domain/zone/example.com/refresh", nil, nil))
	fmt.Println(zones)
}

func stop(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

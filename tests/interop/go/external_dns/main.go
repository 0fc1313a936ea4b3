// Reads the records of a zone and adds one with external-dns's own OVHcloud provider.
package main

import (
	"context"
	"fmt"
	"os"

	"sigs.k8s.io/external-dns/endpoint"
	"sigs.k8s.io/external-dns/pkg/apis/externaldns"
	"sigs.k8s.io/external-dns/plan"
	"sigs.k8s.io/external-dns/provider/ovh"
)

func main() {
	ctx := context.Background()
	config := externaldns.NewConfig()
	config.OVHEndpoint = os.Getenv("OVH_ENDPOINT")
	config.OVHApiRateLimit = 20
	zones := endpoint.NewDomainFilter([]string{"example.com"})
	provider, err := ovh.New(ctx, config, zones)
	stop(err)
	records, err := provider.Records(ctx)
	stop(err)
	fmt.Println(len(records))
	added := endpoint.NewEndpoint("app.example.com", endpoint.RecordTypeA, "192.0.2.20")
	stop(provider.ApplyChanges(ctx, &plan.Changes{Create: []*endpoint.Endpoint{added}}))
}

func stop(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

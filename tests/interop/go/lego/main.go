// Sets a challenge and removes it with lego's own OVHcloud provider: lego RESOLVER.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/go-acme/lego/v5/challenge/dns01"
	"github.com/go-acme/lego/v5/providers/dns/ovh"
)

func main() {
	options := dns01.NewOptions()
	options.RecursiveNameservers = os.Args[1:]
	dns01.SetDefaultClient(dns01.NewClient(options))
	provider, err := ovh.NewDNSProvider()
	stop(err)
	ctx := context.Background()
	stop(provider.Present(ctx, "www.example.com", "token", "key"))
	fmt.Println("presented")
	stop(provider.CleanUp(ctx, "www.example.com", "token", "key"))
}

func stop(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

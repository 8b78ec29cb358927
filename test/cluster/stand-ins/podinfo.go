// Stands in for podinfo: its port, its probes, and its counter of requests.
package main

import (
	"fmt"
	"log"
	"net/http"
	"os"
	"sync/atomic"
)

func main() {
	var requests atomic.Int64
	name, _ := os.Hostname()
	ok := func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "OK") }
	http.HandleFunc("/readyz", ok)
	http.HandleFunc("/healthz", ok)
	http.HandleFunc("/metrics", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, "# TYPE http_requests_total counter\nhttp_requests_total{status=\"200\"} %d\n", requests.Load())
	})
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		fmt.Fprintf(w, "{\"hostname\":%q,\"path\":%q}\n", name, r.URL.Path)
	})
	log.Fatal(http.ListenAndServe(":9898", nil))
}

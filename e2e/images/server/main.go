// Stands in for two images that cannot be had where there is no registry, under their names:
// obs-tester-server, which hands requests on along /proxy/<next>/..., and Istio's helloworld.
package main

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"strings"
)

// Headers that obs-tester-server hands on.
var traced = []string{
	"X-Request-Id", "X-B3-Traceid", "X-B3-Spanid", "X-B3-Parentspanid", "X-B3-Sampled", "X-B3-Flags",
}

func main() {
	address := ":5000"
	for _, argument := range os.Args[1:] {
		if value, ok := strings.CutPrefix(argument, "--http-listen-address="); ok {
			address = value
		}
	}
	http.HandleFunc("/hello", hello)
	http.HandleFunc("/", hop)
	log.Fatal(http.ListenAndServe(address, nil))
}

func hello(w http.ResponseWriter, _ *http.Request) {
	host, _ := os.Hostname()
	fmt.Fprintf(w, "Hello version: %s, instance: %s\n", os.Getenv("SERVICE_VERSION"), host)
}

// One line for each hop: the service, the host that it runs on, and who called it.
func hop(w http.ResponseWriter, r *http.Request) {
	host, _ := os.Hostname()
	line := fmt.Sprintf("%s %s %s\n", os.Getenv("SVCNAME"), host, caller(r))
	rest, ok := strings.CutPrefix(r.URL.Path, "/proxy/")
	if !ok {
		io.WriteString(w, line)
		return
	}
	next, path, _ := strings.Cut(rest, "/")
	status, body := ask(r, "http://"+next+"/"+path)
	w.WriteHeader(status)
	io.WriteString(w, line+body)
}

func ask(from *http.Request, url string) (int, string) {
	request, err := http.NewRequestWithContext(from.Context(), http.MethodGet, url, nil)
	if err != nil {
		return http.StatusBadRequest, err.Error() + "\n"
	}
	for _, name := range traced {
		if value := from.Header.Get(name); value != "" {
			request.Header.Set(name, value)
		}
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return http.StatusBadGateway, err.Error() + "\n"
	}
	defer answer.Body.Close()
	body, _ := io.ReadAll(answer.Body)
	return answer.StatusCode, string(body)
}

// The identity that the sidecar saw, or none.
func caller(r *http.Request) string {
	_, after, ok := strings.Cut(r.Header.Get("X-Forwarded-Client-Cert"), ";URI=")
	if !ok {
		return "-"
	}
	uri, _, _ := strings.Cut(after, ",")
	uri, _, _ = strings.Cut(uri, ";")
	return uri
}

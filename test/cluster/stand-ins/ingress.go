// Stands in for the ingress controllers of F5 and of the community, which cannot be built from Go modules alone. It understands the arguments that
// matter, reads Ingresses and Services with the ServiceAccount of its pod, leads requests to Services by host and path, and exposes the controllers'
// own metrics of connections and requests.
package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httputil"
	"os"
	"regexp"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// As long as nginx keeps an idle connection: Locust does not close those of users that have stopped.
const keepAlive = 75 * time.Second

const account = "/var/run/secrets/kubernetes.io/serviceaccount/"

type ingress struct {
	Metadata struct {
		Namespace   string
		Name        string
		Annotations map[string]string
	}
	Spec struct {
		IngressClassName string
		Rules            []struct {
			Host string
			HTTP struct {
				Paths []struct {
					Path     string
					PathType string
					Backend  struct {
						Service struct {
							Name string
							Port struct {
								Name   string
								Number int
							}
						}
					}
				}
			}
		}
	}
}

type service struct {
	Metadata struct{ Namespace, Name string }
	Spec     struct {
		ClusterIP string
		Ports     []struct {
			Name string
			Port int
		}
	}
}

type route struct {
	host    string
	path    *regexp.Regexp
	length  int
	rewrite string
	address string
}

var (
	routes       atomic.Pointer[[]route]
	synced       atomic.Bool
	requests     atomic.Int64
	accepted     atomic.Int64
	connections  sync.Map // net.Conn to http.ConnState
	communityPod = os.Getenv("POD_NAME")
	namespace    = os.Getenv("POD_NAMESPACE")
)

func main() {
	class := argument("ingress-class", "nginx")
	controller := argument("controller-class", "")
	isCommunity := controller != ""
	go follow(class)

	handler := http.HandlerFunc(lead)
	go serve(":80", handler, nil)
	go serve(":443", handler, certificate())

	status := http.NewServeMux()
	ready := func(w http.ResponseWriter, _ *http.Request) {
		if !synced.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}
	status.HandleFunc("/healthz", ready)
	status.HandleFunc("/nginx-ready", ready)
	status.HandleFunc("/metrics", func(w http.ResponseWriter, _ *http.Request) {
		if isCommunity {
			communityMetrics(w, controller)
		} else {
			f5Metrics(w, class)
		}
	})
	if !isCommunity {
		go http.ListenAndServe(":"+argument("ready-status-port", "8081"), status)
		log.Fatal(http.ListenAndServe(":"+argument("prometheus-metrics-listen-port", "9113"), status))
	}
	if port := argument("validating-webhook", ""); port != "" {
		go func() {
			files := []string{argument("validating-webhook-certificate", ""), argument("validating-webhook-key", "")}
			log.Fatal(http.ListenAndServeTLS(port, files[0], files[1], http.HandlerFunc(admit)))
		}()
	}
	log.Fatal(http.ListenAndServe(":10254", status))
}

func argument(name, other string) string {
	for _, each := range os.Args[1:] {
		key, value, _ := strings.Cut(strings.TrimLeft(each, "-"), "=")
		if key == name {
			return value
		}
	}
	return other
}

func serve(address string, handler http.Handler, config *tls.Config) {
	server := &http.Server{Addr: address, Handler: handler, TLSConfig: config, IdleTimeout: keepAlive, ConnState: func(c net.Conn, state http.ConnState) {
		if state == http.StateClosed || state == http.StateHijacked {
			connections.Delete(c)
			return
		}
		if state == http.StateNew {
			accepted.Add(1)
		}
		connections.Store(c, state)
	}}
	if config == nil {
		log.Fatal(server.ListenAndServe())
	}
	log.Fatal(server.ListenAndServeTLS("", ""))
}

func lead(w http.ResponseWriter, r *http.Request) {
	requests.Add(1)
	host := strings.Split(r.Host, ":")[0]
	for _, each := range *routes.Load() {
		match := each.path.FindStringSubmatchIndex(r.URL.Path)
		if (each.host != "" && each.host != host) || match == nil {
			continue
		}
		if each.rewrite != "" {
			r.URL.Path = string(each.path.ExpandString(nil, each.rewrite, r.URL.Path, match))
			r.URL.RawPath = ""
		}
		proxyTo(each.address).ServeHTTP(w, r)
		return
	}
	http.NotFound(w, r)
}

var upstream = &http.Transport{MaxIdleConnsPerHost: 64, DialContext: (&net.Dialer{Timeout: 5 * time.Second}).DialContext}

func proxyTo(address string) *httputil.ReverseProxy {
	return &httputil.ReverseProxy{Transport: upstream, Director: func(r *http.Request) {
		r.URL.Scheme, r.URL.Host = "http", address
	}}
}

// follow reads what there is every second: slower than a watch, and shorter.
func follow(class string) {
	for {
		if found, err := readRoutes(class); err != nil {
			log.Print(err)
		} else {
			routes.Store(&found)
			synced.Store(true)
		}
		time.Sleep(time.Second)
	}
}

func readRoutes(class string) ([]route, error) {
	var ingresses struct{ Items []ingress }
	if err := get("/apis/networking.k8s.io/v1/ingresses", &ingresses); err != nil {
		return nil, err
	}
	var services struct{ Items []service }
	if err := get("/api/v1/services", &services); err != nil {
		return nil, err
	}
	var found []route
	for _, each := range ingresses.Items {
		if each.Spec.IngressClassName != class {
			continue
		}
		for _, rule := range each.Spec.Rules {
			for _, path := range rule.HTTP.Paths {
				backend := path.Backend.Service
				address := addressOf(services.Items, each.Metadata.Namespace, backend.Name, backend.Port.Name, backend.Port.Number)
				expression := pathExpression(path.Path, path.PathType, each.Metadata.Annotations)
				if address == "" || expression == nil {
					continue
				}
				rewrite := regexp.MustCompile(`\$(\d)`).ReplaceAllString(each.Metadata.Annotations["nginx.ingress.kubernetes.io/rewrite-target"], `$${$1}`)
				found = append(found, route{rule.Host, expression, len(path.Path), rewrite, address})
			}
		}
	}
	sort.SliceStable(found, func(a, b int) bool { return found[a].length > found[b].length })
	return found, nil
}

func pathExpression(path, kind string, annotations map[string]string) *regexp.Regexp {
	text := "^" + strings.TrimSuffix(regexp.QuoteMeta(path), "/") + "(/|$)"
	if kind == "Exact" {
		text = "^" + regexp.QuoteMeta(path) + "$"
	}
	if annotations["nginx.ingress.kubernetes.io/use-regex"] == "true" {
		text = "^" + path
	}
	expression, err := regexp.Compile(text)
	if err != nil {
		log.Print(err)
	}
	return expression
}

func addressOf(services []service, namespace, name, portName string, number int) string {
	for _, each := range services {
		if each.Metadata.Namespace != namespace || each.Metadata.Name != name {
			continue
		}
		for _, port := range each.Spec.Ports {
			if port.Port == number || (portName != "" && port.Name == portName) {
				return fmt.Sprintf("%s:%d", each.Spec.ClusterIP, port.Port)
			}
		}
	}
	return ""
}

func get(path string, into any) error {
	authority, err := os.ReadFile(account + "ca.crt")
	if err != nil {
		return err
	}
	token, err := os.ReadFile(account + "token")
	if err != nil {
		return err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(authority)
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, DisableKeepAlives: true}
	request, _ := http.NewRequest("GET", "https://kubernetes.default.svc"+path, nil)
	request.Header.Set("Authorization", "Bearer "+string(token))
	answer, err := (&http.Client{Transport: transport, Timeout: 10 * time.Second}).Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(answer.Body)
		return fmt.Errorf("%s: %s", answer.Status, text)
	}
	return json.NewDecoder(answer.Body).Decode(into)
}

func admit(w http.ResponseWriter, r *http.Request) {
	var review struct {
		APIVersion string `json:"apiVersion"`
		Kind       string `json:"kind"`
		Request    struct {
			UID string `json:"uid"`
		} `json:"request"`
	}
	if err := json.NewDecoder(r.Body).Decode(&review); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	json.NewEncoder(w).Encode(map[string]any{
		"apiVersion": review.APIVersion,
		"kind":       review.Kind,
		"response":   map[string]any{"uid": review.Request.UID, "allowed": true},
	})
}

// Like nginx, a scrape is a connection of its own.
func counts() (active, reading, writing, waiting int) {
	active, writing = 1, 1
	connections.Range(func(_, state any) bool {
		active++
		switch state {
		case http.StateActive:
			writing++
		case http.StateIdle:
			waiting++
		default:
			reading++
		}
		return true
	})
	return
}

func f5Metrics(w io.Writer, class string) {
	active, reading, writing, waiting := counts()
	gauge := func(name string, value any) {
		fmt.Fprintf(w, "nginx_ingress_nginx_%s{class=%q} %v\n", name, class, value)
	}
	gauge("up", 1)
	gauge("connections_active", active)
	gauge("connections_reading", reading)
	gauge("connections_writing", writing)
	gauge("connections_waiting", waiting)
	gauge("connections_accepted", accepted.Load())
	gauge("http_requests_total", requests.Load())
}

func communityMetrics(w io.Writer, controller string) {
	active, reading, writing, waiting := counts()
	labels := fmt.Sprintf("controller_class=%q,controller_namespace=%q,controller_pod=%q", controller, namespace, communityPod)
	prefix := "nginx_ingress_controller_nginx_process_"
	states := map[string]int{"active": active, "reading": reading, "writing": writing, "waiting": waiting}
	for _, state := range []string{"active", "reading", "waiting", "writing"} {
		fmt.Fprintf(w, "%sconnections{%s,state=%q} %d\n", prefix, labels, state, states[state])
	}
	fmt.Fprintf(w, "%srequests_total{%s} %d\n", prefix, labels, requests.Load())
}

func certificate() *tls.Config {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		log.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().AddDate(1, 0, 0), DNSNames: []string{"ingress.local"}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		log.Fatal(err)
	}
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
}

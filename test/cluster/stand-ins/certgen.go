// Stands in for kube-webhook-certgen: `create` stores a certificate in a Secret, `patch` writes its authority into a webhook configuration.
package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"math/big"
	"net/http"
	"os"
	"strings"
	"time"
)

const account = "/var/run/secrets/kubernetes.io/serviceaccount/"

func main() {
	namespace, secret := argument("namespace"), argument("secret-name")
	secrets := "/api/v1/namespaces/" + namespace + "/secrets"
	switch os.Args[1] {
	case "create":
		if status, _ := call("GET", secrets+"/"+secret, "", nil); status == http.StatusOK {
			return
		}
		authority, certificate, key := makeCertificates(strings.Split(argument("host"), ","))
		data := map[string]string{"ca": encode(authority), "cert": encode(certificate), "key": encode(key)}
		object := map[string]any{"apiVersion": "v1", "kind": "Secret", "metadata": map[string]string{"name": secret}, "data": data}
		must("POST", secrets, "application/json", object)
	case "patch":
		var stored struct{ Data map[string]string }
		json.Unmarshal(must("GET", secrets+"/"+secret, "", nil), &stored)
		path := "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/" + argument("webhook-name")
		var configuration map[string]any
		json.Unmarshal(must("GET", path, "", nil), &configuration)
		for _, each := range configuration["webhooks"].([]any) {
			webhook := each.(map[string]any)
			webhook["clientConfig"].(map[string]any)["caBundle"] = stored.Data["ca"]
			if policy := argument("patch-failure-policy"); policy != "" {
				webhook["failurePolicy"] = policy
			}
		}
		must("PUT", path, "application/json", configuration)
	default:
		log.Fatalf("unknown command %q", os.Args[1])
	}
}

func argument(name string) string {
	for _, each := range os.Args[1:] {
		key, value, _ := strings.Cut(strings.TrimLeft(each, "-"), "=")
		if key == name {
			return value
		}
	}
	return ""
}

func must(method, path, contentType string, body any) []byte {
	status, answer := call(method, path, contentType, body)
	if status >= 300 {
		log.Fatalf("%s %s: %d %s", method, path, status, answer)
	}
	return answer
}

func call(method, path, contentType string, body any) (int, []byte) {
	authority, err := os.ReadFile(account + "ca.crt")
	if err != nil {
		log.Fatal(err)
	}
	token, err := os.ReadFile(account + "token")
	if err != nil {
		log.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(authority)
	text, _ := json.Marshal(body)
	request, _ := http.NewRequest(method, "https://kubernetes.default.svc"+path, bytes.NewReader(text))
	request.Header.Set("Authorization", "Bearer "+string(token))
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
	}
	client := http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}, Timeout: 30 * time.Second}
	answer, err := client.Do(request)
	if err != nil {
		log.Fatal(err)
	}
	defer answer.Body.Close()
	content, _ := io.ReadAll(answer.Body)
	return answer.StatusCode, content
}

func makeCertificates(hosts []string) (authority, certificate, key []byte) {
	authorityKey, template := newKey(), newTemplate(1)
	template.IsCA, template.BasicConstraintsValid, template.KeyUsage = true, true, x509.KeyUsageCertSign
	authorityDER := sign(template, template, authorityKey, authorityKey)
	serverKey, server := newKey(), newTemplate(2)
	server.DNSNames, server.ExtKeyUsage = hosts, []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	serverDER := sign(server, template, serverKey, authorityKey)
	keyDER, err := x509.MarshalECPrivateKey(serverKey)
	if err != nil {
		log.Fatal(err)
	}
	return block("CERTIFICATE", authorityDER), block("CERTIFICATE", serverDER), block("EC PRIVATE KEY", keyDER)
}

func newKey() *ecdsa.PrivateKey {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		log.Fatal(err)
	}
	return key
}

func newTemplate(serial int64) *x509.Certificate {
	return &x509.Certificate{
		SerialNumber: big.NewInt(serial),
		Subject:      pkix.Name{CommonName: fmt.Sprintf("stand-in-%d", serial)},
		NotBefore:    time.Now().Add(-time.Minute),
		NotAfter:     time.Now().AddDate(1, 0, 0),
	}
}

func sign(template, parent *x509.Certificate, key, signer *ecdsa.PrivateKey) []byte {
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, signer)
	if err != nil {
		log.Fatal(err)
	}
	return der
}

func block(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}

func encode(content []byte) string {
	return base64.StdEncoding.EncodeToString(content)
}

// Reads a list of texts as JSON from its standard input, and writes what kubectl makes of each: the JSON, or why none.
//
// Beside a go.mod that requires sigs.k8s.io/yaml v1.6.0 (kubectl 1.36 has that one): go run . < texts.json
package main

import (
	"encoding/json"
	"os"

	"sigs.k8s.io/yaml"
)

type verdict struct {
	JSON  string `json:"json,omitempty"`
	Error string `json:"error,omitempty"`
}

func main() {
	var texts []string
	if err := json.NewDecoder(os.Stdin).Decode(&texts); err != nil {
		panic(err)
	}
	verdicts := []verdict{}
	for _, text := range texts {
		if read, err := yaml.YAMLToJSON([]byte(text)); err != nil {
			verdicts = append(verdicts, verdict{Error: err.Error()})
		} else {
			verdicts = append(verdicts, verdict{JSON: string(read)})
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(verdicts); err != nil {
		panic(err)
	}
}

// Judge answers what KEDA's code says of formulas and schedules: one JSON object a line in, one a line out.
//
// KEDA's own packages would bring all of its scalers; the few lines of it that decide are repeated here, with the same libraries:
// apis/keda/v1alpha1/scaledobject_webhook.go (ValidateAndCompileScalingModifiers, castToFloatIfNecessary) and
// pkg/scalers/cron_scaler.go (Validate, GetMetricsAndActivity) of github.com/kedacore/keda.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"strings"
	"time"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"
	"github.com/robfig/cron/v3"
)

type question struct {
	Formula  *string            `json:"formula"`
	Keda     int                `json:"keda"`
	Triggers map[string]float64 `json:"triggers"`
	Nil      []string           `json:"nil"`
	Schedule *string            `json:"schedule"`
	End      string             `json:"end"`
	Timezone string             `json:"timezone"`
	Times    []int64            `json:"times"`
}

type answer struct {
	Error  string `json:"error,omitempty"`
	Failed string `json:"failed,omitempty"`
	Nil    bool   `json:"nil,omitempty"`
	Value  any    `json:"value,omitempty"`
	Milli  string `json:"milli,omitempty"`
	// Next and Active: seconds since 1970, 0 for never.
	Next   []int64 `json:"next,omitempty"`
	Active []bool  `json:"active,omitempty"`
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(make([]byte, 0, 1<<20), 1<<24)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for in.Scan() {
		var asked question
		if err := json.Unmarshal(in.Bytes(), &asked); err != nil {
			panic(err)
		}
		text, err := json.Marshal(judge(asked))
		if err != nil {
			panic(err)
		}
		fmt.Fprintln(out, string(text))
	}
}

func judge(asked question) (given answer) {
	defer func() {
		// The parser of schedules panics at "TZ=UTC" without a blank.
		if reason := recover(); reason != nil {
			given = answer{Error: fmt.Sprint(reason)}
		}
	}()
	if asked.Formula != nil {
		return judgeFormula(asked)
	}
	return judgeSchedule(asked)
}

func judgeFormula(asked question) answer {
	program, err := compile(*asked.Formula, asked)
	if err != nil {
		return answer{Error: err.Error()}
	}
	var result any
	if asked.Keda >= 20 {
		data := make(map[string]any)
		for name, value := range asked.Triggers {
			data[name] = value
		}
		for _, name := range asked.Nil {
			data[name] = nil
		}
		result, err = expr.Run(program, data)
	} else {
		result, err = expr.Run(program, asked.Triggers)
	}
	if err != nil {
		return answer{Failed: err.Error()}
	}
	if result == nil {
		return answer{Nil: true}
	}
	value, ok := result.(float64)
	if !ok {
		return answer{Failed: fmt.Sprintf("%T", result)}
	}
	given := answer{Milli: fmt.Sprint(int64(value * 1000)), Value: value}
	if math.IsNaN(value) || math.IsInf(value, 0) {
		given.Value = fmt.Sprint(value)
	}
	return given
}

func compile(formula string, asked question) (*vm.Program, error) {
	tried := make(map[string]float64)
	for name := range asked.Triggers {
		tried[name] = -1
	}
	options := []expr.Option{expr.Env(tried)}
	if asked.Keda < 20 {
		options = append(options, expr.AsFloat64())
	}
	program, err := expr.Compile(castToFloat(formula, asked.Keda), options...)
	if err != nil {
		return nil, err
	}
	_, err = expr.Run(program, tried)
	return program, err
}

func castToFloat(formula string, keda int) string {
	if keda >= 20 && strings.Contains(formula, "??") {
		if strings.HasPrefix(formula, "let _kedaCompositeResult = ") {
			return formula
		}
		return fmt.Sprintf("let _kedaCompositeResult = (%s); _kedaCompositeResult == nil ? nil : float(_kedaCompositeResult)", formula)
	}
	if strings.HasPrefix(formula, "float(") {
		return formula
	}
	return "float(" + formula + ")"
}

func judgeSchedule(asked question) answer {
	parser := cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow)
	start, err := parser.Parse(*asked.Schedule)
	if err != nil {
		return answer{Error: err.Error()}
	}
	end, err := parser.Parse(asked.End)
	if err != nil {
		return answer{Error: err.Error()}
	}
	if *asked.Schedule == asked.End {
		return answer{Error: "start and end are the same"}
	}
	location, err := time.LoadLocation(asked.Timezone)
	if err != nil {
		return answer{Error: err.Error()}
	}
	given := answer{}
	for _, seconds := range asked.Times {
		now := time.Unix(seconds, 0).In(location)
		nextStart, nextEnd := start.Next(now), end.Next(now)
		active := now.After(nextStart) || now.Before(nextEnd)
		if nextStart.Before(nextEnd) {
			active = now.After(nextStart) && now.Before(nextEnd)
		}
		next := int64(0)
		if !nextStart.IsZero() {
			next = nextStart.Unix()
		}
		given.Next, given.Active = append(given.Next, next), append(given.Active, active)
	}
	return given
}

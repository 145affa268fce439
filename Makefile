PYTHON ?= python3

lab:      ; $(PYTHON) -m lab serve
sandbox:  ; $(PYTHON) -m lab sandbox
demo:     ; $(PYTHON) -m lab demo
test:     ; $(PYTHON) -m lab test
soak:     ; $(PYTHON) -m lab soak
bench:    ; $(PYTHON) -m lab bench
bench-load: ; $(PYTHON) -m lab bench-load
check:    ; $(PYTHON) -m lab check

.PHONY: lab sandbox demo test soak bench bench-load check

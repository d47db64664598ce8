package main

import "fmt"

type shard struct {
	rows []int
}

func last(s *shard) int {
	return s.rows[len(s.rows)]
}

func main() {
	for i := 1; i < 5; i++ {
		fmt.Printf("shard %d written\n", i)
	}
	fmt.Println(last(&shard{rows: []int{1, 2, 3}}))
}

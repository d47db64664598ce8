#include <assert.h>
#include <stdio.h>

static double step(int n) {
    assert(n > 0 && "grid must not be empty");
    return 1.0 / n;
}

int main(void) {
    for (int n = 3; n >= 0; n--) {
        printf("grid %d: step %.3f\n", n, step(n));
        fflush(stdout);
    }
    return 0;
}

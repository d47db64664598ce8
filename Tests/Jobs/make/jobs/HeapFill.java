import java.util.*;

public class HeapFill {
    public static void main(String[] args) {
        List<double[]> cache = new ArrayList<>();
        for (int part = 0; part < 1000; part++) {
            cache.add(new double[1_000_000]);
            if (part % 2 == 0) System.out.println("cached partition " + part);
        }
    }
}

import java.nio.file.*;
import java.util.*;

public class Featurize {
    static List<String> read(String name) {
        try {
            return Files.readAllLines(Path.of(name));
        } catch (java.io.IOException e) {
            throw new IllegalStateException("could not read the vocabulary", e);
        }
    }

    public static void main(String[] args) {
        System.out.println("INFO  featurize - 3 shards");
        System.out.println("INFO  featurize - shard 1 done");
        System.out.println(read("vocab/terms.txt").size());
    }
}

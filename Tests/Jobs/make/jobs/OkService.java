import java.nio.file.*;
import java.util.logging.*;

public class OkService {
    public static void main(String[] args) throws Exception {
        Logger log = Logger.getLogger("export");
        for (int page = 1; page <= 3; page++) {
            try {
                if (page == 2) throw new IllegalArgumentException("page 2 has no rows");
                log.info("page " + page + " exported");
            } catch (IllegalArgumentException e) {
                log.log(Level.WARNING, "page skipped", e);
            }
        }
        Files.write(Path.of(System.getenv("OUT"), "pages", "pages.bin"), new byte[900]);
        log.info("export finished");
    }
}

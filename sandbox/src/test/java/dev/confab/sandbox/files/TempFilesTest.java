package dev.confab.sandbox.files;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

class TempFilesTest {

    @Test
    void files_go_one_by_one_or_with_the_close() {
        TempFiles files = new TempFiles(Runnable::run);
        Path one = files.create();
        Path two = files.create();
        files.delete(new FileContent.OnDisk(one, 0));
        assertFalse(Files.exists(one));
        assertTrue(Files.exists(two));
        files.close();
        files.close();
        assertFalse(Files.exists(two));
        assertFalse(Files.exists(two.resolveSibling(".")));
        assertThrows(IllegalStateException.class, files::create);
    }

    @Test
    void who_deletes_a_file_does_not_wait_for_the_disk() {
        Deque<Runnable> later = new ArrayDeque<>();
        TempFiles files = new TempFiles(later::add);
        Path path = files.create();
        files.delete(new FileContent.OnDisk(path, 0));
        assertTrue(Files.exists(path));
        later.remove().run();
        assertFalse(Files.exists(path));
        files.close();
    }
}

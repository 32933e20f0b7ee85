package dev.confab.sample.screen;

import dev.confab.sample.service.ChatSession;
import dev.confab.transport.store.SessionStore;
import dev.confab.transport.store.StoredSession;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlinx.coroutines.BuildersKt;

/** The app as it is, with the store and the Keystore of the device; its process can end. */
public final class DurableApp extends SampleApp {

    private CompletableFuture<? extends SessionStore> opened = new CompletableFuture<>();

    @Override
    CompletableFuture<? extends SessionStore> openStore() {
        opened = super.openStore();
        return opened;
    }

    /** What is stored of a session by now. Waits for the disk. */
    StoredSession stored(String session) {
        try {
            return BuildersKt.runBlocking(EmptyCoroutineContext.INSTANCE, (scope, continuation) -> opened.join()
                    .load(session, continuation));
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /**
     * The process is killed, and another begins on the same device: it finds the files as they are now, while the client and
     * the store are open. In truth they must be closed, as both processes are one; whatever they write then is put back.
     *
     * @param session that of the process that ends
     */
    void die(AppTester app, ChatSession session) throws Exception {
        File directory = getNoBackupFilesDir();
        Map<Path, byte[]> files = new HashMap<>();
        for (Path file : in(directory)) {
            files.put(file, Files.readAllBytes(file));
        }
        CompletableFuture<Void> closed = session.client().closeAsync();
        app.await("the client is gone", closed::isDone);
        ((AutoCloseable) opened.join()).close();
        for (Path file : in(directory)) {
            Files.delete(file);
        }
        for (Map.Entry<Path, byte[]> file : files.entrySet()) {
            Files.write(file.getKey(), file.getValue());
        }
        onCreate(); // makes all that lives as long as the process
    }

    private static List<Path> in(File directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory.toPath())) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}

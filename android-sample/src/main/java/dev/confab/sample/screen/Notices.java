package dev.confab.sample.screen;

import androidx.appcompat.app.AppCompatActivity;
import com.google.android.material.snackbar.Snackbar;
import dev.confab.sample.R;
import dev.confab.sample.chat.Words;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Tells what passes, one after the other: of several at once, the last would take away the others. */
final class Notices {

    private final AppCompatActivity activity;
    private final Queue<Notice> waiting = new ArrayDeque<>();
    private boolean shown;

    Notices(AppCompatActivity activity) {
        this.activity = activity;
    }

    /** @param words what the presenter told; null where the screen itself says something */
    void tell(String text, @Nullable Words words) {
        waiting.add(new Notice(text, words));
        if (!shown) {
            next();
        }
    }

    /** Gives back what the presenter told and was not shown yet. */
    List<Words> untold() {
        List<Words> untold = new ArrayList<>();
        for (Notice notice : List.copyOf(waiting)) {
            if (notice.words != null) {
                untold.add(notice.words);
                waiting.remove(notice);
            }
        }
        return untold;
    }

    private void next() {
        Notice notice = waiting.poll();
        shown = notice != null && !activity.isDestroyed();
        if (notice == null || activity.isDestroyed()) {
            return;
        }
        Snackbar.make(activity.findViewById(R.id.root), notice.text, Snackbar.LENGTH_LONG)
                .setAnchorView(R.id.composer)
                .addCallback(new Snackbar.Callback() {
                    @Override
                    public void onDismissed(Snackbar gone, int event) {
                        next();
                    }
                })
                .show();
    }

    private record Notice(String text, @Nullable Words words) {}
}

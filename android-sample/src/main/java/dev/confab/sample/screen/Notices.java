package dev.confab.sample.screen;

import androidx.appcompat.app.AppCompatActivity;
import com.google.android.material.snackbar.Snackbar;
import dev.confab.sample.R;
import java.util.ArrayDeque;
import java.util.Queue;

/** Tells what passes, one after the other: of several at once, the last would take away the others. */
final class Notices {

    private final AppCompatActivity activity;
    private final Queue<String> waiting = new ArrayDeque<>();
    private boolean shown;

    Notices(AppCompatActivity activity) {
        this.activity = activity;
    }

    void tell(String words) {
        waiting.add(words);
        if (!shown) {
            next();
        }
    }

    private void next() {
        String words = waiting.poll();
        shown = words != null && !activity.isDestroyed();
        if (words == null || activity.isDestroyed()) {
            return;
        }
        Snackbar.make(activity.findViewById(R.id.root), words, Snackbar.LENGTH_LONG)
                .setAnchorView(R.id.composer)
                .addCallback(new Snackbar.Callback() {
                    @Override
                    public void onDismissed(Snackbar gone, int event) {
                        next();
                    }
                })
                .show();
    }
}

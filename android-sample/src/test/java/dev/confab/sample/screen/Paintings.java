package dev.confab.sample.screen;

import android.graphics.Bitmap;
import android.graphics.Canvas;
import android.graphics.Color;
import android.graphics.LinearGradient;
import android.graphics.Paint;
import android.graphics.Path;
import android.graphics.Shader;
import java.io.ByteArrayOutputStream;

/** Pictures to send: a hill, a sun and the sky, in two lights. */
final class Paintings {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 400;

    private Paintings() {}

    static byte[] day() {
        return hills("#4FA3D1", "#D6EEF8", "#FFF2B0", "#5E9C76", "#2F6B4F");
    }

    static byte[] evening() {
        return hills("#3B2A5A", "#F2A65A", "#FFE3B3", "#7A4E6D", "#33223F");
    }

    private static byte[] hills(String high, String low, String sun, String far, String near) {
        Bitmap bitmap = Bitmap.createBitmap(WIDTH, HEIGHT, Bitmap.Config.ARGB_8888);
        Canvas canvas = new Canvas(bitmap);
        Paint paint = new Paint(Paint.ANTI_ALIAS_FLAG);
        paint.setShader(new LinearGradient(
                0, 0, 0, HEIGHT, Color.parseColor(high), Color.parseColor(low), Shader.TileMode.CLAMP));
        canvas.drawRect(0, 0, WIDTH, HEIGHT, paint);
        paint.setShader(null);
        paint.setColor(Color.parseColor(sun));
        canvas.drawCircle(WIDTH * 0.7f, HEIGHT * 0.42f, HEIGHT * 0.13f, paint);
        paint.setColor(Color.parseColor(far));
        canvas.drawPath(hill(0.62f, 0.42f, 0.75f), paint);
        paint.setColor(Color.parseColor(near));
        canvas.drawPath(hill(0.86f, 0.62f, 0.7f), paint);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        bitmap.compress(Bitmap.CompressFormat.PNG, 100, out);
        return out.toByteArray();
    }

    private static Path hill(float left, float top, float right) {
        Path path = new Path();
        path.moveTo(0, HEIGHT * left);
        path.cubicTo(WIDTH * 0.3f, HEIGHT * top, WIDTH * 0.6f, HEIGHT, WIDTH, HEIGHT * right);
        path.lineTo(WIDTH, HEIGHT);
        path.lineTo(0, HEIGHT);
        path.close();
        return path;
    }
}
